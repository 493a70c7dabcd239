"""Lines across borders: tiles of one survey merged back, edges of neighbouring lots matched."""
