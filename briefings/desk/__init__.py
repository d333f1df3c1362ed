"""The editors' desk: draft -> review -> publish -> correct -> archive; who may, and who did."""
