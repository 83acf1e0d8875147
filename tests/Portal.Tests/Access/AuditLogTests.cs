using Dapper;
using Npgsql;
using Portal.Access;

namespace Portal.Tests.Access;

public sealed class AuditLogTests(PortalApp app)
{
    [Fact]
    public async Task Every_change_is_kept_with_who_before_and_after()
    {
        await app.GivenAsync(Yaml.User("audited"));
        await app.GivenAsync(Yaml.User("audited", ", email: a@b.example"));

        var entries = await app.Get<AuditLog>().ListAsync("User", "audited", null, null, 10, World.Cancellation);

        Assert.Equal(["updated", "created"], entries.Select(entry => entry.Action), StringComparer.Ordinal);
        Assert.All(entries, entry => Assert.Equal("admin", entry.Actor));
        var change = Assert.Single(JsonDiff.Of(entries[0].Before, entries[0].After));
        Assert.Equal(new FieldChange("email", null, "a@b.example"), change);
    }

    [Fact]
    public async Task A_changed_entry_is_found_by_its_place()
    {
        await app.GivenAsync(Yaml.User("tampered"));
        var entry = (await app.Get<AuditLog>().ListAsync("User", "tampered", null, null, 1, World.Cancellation))[0];
        Assert.Null(await BrokenAsync());

        await ChangeAsync(entry.Id, "somebody else");
        var found = await BrokenAsync();
        await ChangeAsync(entry.Id, entry.Actor);

        Assert.Equal(entry.Id, found);
        Assert.Null(await BrokenAsync());
    }

    [Fact]
    public void A_field_cannot_flow_into_the_next()
    {
        static byte[] Hash(string action, string kind) =>
            AuditEntry.HashOf(
                [],
                NodaTime.Instant.FromUtc(2026, 1, 1, 0, 0),
                "ana",
                "Person",
                action,
                kind,
                "n",
                null,
                null
            );

        Assert.NotEqual(Hash("created", "User"), Hash("createdU", "ser"));
    }

    [Fact]
    public void A_diff_names_each_field_that_changed()
    {
        var changes = JsonDiff.Of(
            """{"a":1,"list":[{"x":"old"}],"same":true}""",
            """{"a":2,"list":[{"x":"old"},{"x":"new"}],"same":true}"""
        );

        Assert.Equal([new("a", "1", "2"), new("list[1].x", null, "new")], changes);
    }

    private Task<long?> BrokenAsync() => app.Get<AuditLog>().FirstBrokenAsync(World.Cancellation);

    private async Task ChangeAsync(long id, string actor)
    {
        await using var connection = await app.Get<NpgsqlDataSource>().OpenConnectionAsync(World.Cancellation);
        await connection.ExecuteAsync("update audit_entry set actor = @actor where id = @id", new { id, actor });
    }
}
