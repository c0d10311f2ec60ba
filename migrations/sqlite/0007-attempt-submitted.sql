-- When the carrier took the attempt; null where it has not, and for attempts of before.
ALTER TABLE attempt ADD COLUMN submitted INTEGER;
