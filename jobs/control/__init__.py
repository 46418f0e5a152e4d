"""«Пульт»: what the program does by itself, as the curator sees it and may stop it."""
