"""Steps at which people talk to each other and screens only say what to do: welcome, pairs, a break, a ceremony."""
