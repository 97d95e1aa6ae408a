"""What a group is exposed to: a ledger of printed figures, a balance sheet, and the model on both."""
