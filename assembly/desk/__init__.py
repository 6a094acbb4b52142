"""The facilitator's own page: the evening with its one big Next."""
