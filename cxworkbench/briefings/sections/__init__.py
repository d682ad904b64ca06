"""Parts that several papers and packs are composed of, one module a part."""
