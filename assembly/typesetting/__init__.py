"""How wide words are, which size they are set in, and QR codes as paths."""
