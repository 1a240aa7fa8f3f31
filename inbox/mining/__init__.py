"""What buyers ask again and again, and what answers it. docs/faq.md defines the words."""
