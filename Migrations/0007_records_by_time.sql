-- Records are found by their time through an index that nothing else can be found by: of all indexes that
-- begin with the log, a planner without statistics may take any for a record of which log and index are
-- given, and read the whole of it. What asks for a time says that it wants no erased rows; they leave
-- this index.

SET LOCAL ROLE concordat_owner;

DROP INDEX concordat.vault_records_recorded_at;
CREATE INDEX vault_records_recorded_at ON concordat.vault_records (log_id, recorded_at, idx)
    WHERE state < 3;
