"""What rollups must be: what grouping the facts says."""

from kaname.facts.engine.tables import by_person, by_team, sums


def assert_rollups_equal_facts(connection, stream):
    """The same counts, sums and numbers of values, for each day, subject and value of the rollup's fields."""
    for table, subject in ((by_person(stream), "place"), (by_team(stream), "team_key")):
        keys = ", ".join(["day", subject, *stream.rollup_by])
        fields = [f"coalesce(sum({f.key}), 0), count({f.key})" for f in stream.numeric_fields]
        counted = ", ".join(["count(*)", *fields])
        facts = f"SELECT {keys}, {counted} FROM {stream.key} JOIN places USING (place) GROUP BY {keys}"
        totals = ", ".join(f"sum({name})" for name in sums(stream))
        rollup = f"SELECT {keys}, {totals} FROM {table} GROUP BY {keys} HAVING sum(n) <> 0"
        assert connection.execute(f"({facts}) EXCEPT ({rollup})").fetchall() == []
        assert connection.execute(f"({rollup}) EXCEPT ({facts})").fetchall() == []
