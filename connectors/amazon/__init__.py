"""Amazon: buyers write and are answered by mail through Amazon's relay; orders come from the Selling Partner API."""
