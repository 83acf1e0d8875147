using Dapper;
using Npgsql;
using Portal.Domain.Telemetry;
using Portal.Manifests;

namespace Portal.Tests.Manifests;

public sealed class SecretTests(PortalApp app)
{
    private const string Secret = "sesame-open-0815";

    private static string Backend(string password) =>
        $$"""
            apiVersion: portal/v1
            kind: Backend
            metadata: { name: secretive }
            spec:
              type: prometheus
              url: http://127.0.0.1:9
              auth: { type: basic, user: reader, password: "{{password}}" }
            """;

    [Fact]
    public async Task A_secret_is_encrypted_masked_and_kept_when_the_mask_comes_back()
    {
        await app.GivenAsync(Backend(Secret));
        var stored = await StoredAsync();

        var export = app.Get<ManifestExport>().Yaml("Backend");
        var again = await app.ApplyAsync(Backend("***"));

        Assert.DoesNotContain(Secret, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, export, StringComparison.Ordinal);
        Assert.Equal("unchanged", again.Results[0].Action);
        Assert.Equal(stored, await StoredAsync());
        Assert.NotNull(app.Get<IDefinitions>().Find<Backend>("secretive"));
    }

    private async Task<string> StoredAsync()
    {
        await using var connection = await app.Get<NpgsqlDataSource>().OpenConnectionAsync(World.Cancellation);
        return await connection.QuerySingleAsync<string>("select spec::text from definition where name = 'secretive'");
    }
}
