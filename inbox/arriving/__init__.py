"""What a pull or a push brings becomes tickets, messages and what belongs to them."""
