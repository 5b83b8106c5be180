"""Runner processes seen from outside: handing out runs, keeping deadlines, ending what hangs."""
