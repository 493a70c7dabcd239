"""Truth about what an assembly must keep, put aside and tell, planted by a hand that never saw how it is done."""
