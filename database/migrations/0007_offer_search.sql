-- Matching picks the offers of one service that cover a place, and the nearest that do not: both without reading those
-- of other governorates. Array overlap is not leakproof, so the first index serves a function only (offers_for). Offers
-- change rarely and are searched all day, so the index keeps no list of pending entries.
create index offer_areas on offer using gin (areas) with (fastupdate = off);
create index offer_near on offer (service, lon);
create index offer_confidential on offer (service) where confidential;
-- The units of a place, without its thousands of towns.
create index place_units on place (parent, code) where level <= 3;
