"""What goes out after a publication: who is told what, messages ready to send, links and slips."""
