"""For the operator: is it alive, is it well, what does its interface look like."""
