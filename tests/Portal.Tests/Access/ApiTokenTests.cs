using System.Net;
using Dapper;
using NodaTime;
using Npgsql;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Teams;

namespace Portal.Tests.Access;

public sealed class ApiTokenTests(PortalApp app)
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 12, 0);

    [Fact]
    public async Task Only_the_hash_is_kept_and_the_text_is_told_once()
    {
        var text = await CreateAsync("hashed");

        await using var connection = await app.Get<NpgsqlDataSource>().OpenConnectionAsync(World.Cancellation);
        var rows = await connection.QueryAsync<string>("select to_jsonb(t)::text from api_token t");

        Assert.StartsWith("ptl_", text, StringComparison.Ordinal);
        Assert.DoesNotContain(rows, row => row.Contains(text[4..], StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_revoked_token_is_refused()
    {
        var client = app.Program(await CreateAsync("revoked"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client));
        var token = (await app.Get<ApiTokens>().ListAsync(World.Admin, World.Cancellation)).Single(one =>
            one.Name == "revoked"
        );

        await app.Get<ApiTokens>().RevokeAsync(World.Admin, token.Id, World.Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client));
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(60, false)]
    [InlineData(61, false)]
    public void A_token_ends_at_its_time(int minutes, bool valid)
    {
        var (token, _) = ApiToken.Create("short", "ana", Role.Viewer, Now, Duration.FromHours(1));

        Assert.Equal(valid, token.IsValidAt(Now + Duration.FromMinutes(minutes)));
    }

    [Fact]
    public async Task An_expired_token_is_refused()
    {
        var client = app.Program(await CreateAsync("expired"));
        await using var connection = await app.Get<NpgsqlDataSource>().OpenConnectionAsync(World.Cancellation);
        await connection.ExecuteAsync("update api_token set expires_at = clock_timestamp() where name = 'expired'");

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ptl_")]
    [InlineData("ptl_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("boot")]
    public async Task An_unknown_token_is_refused(string text)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app.Program(text)));
    }

    [Fact]
    public async Task Nobody_gives_a_token_more_than_they_have()
    {
        await app.GivenAsync(Yaml.User("modest") + Yaml.Team("modest", ("modest", Role.Responder)));
        var actor = World.Person("modest");

        await Assert.ThrowsAsync<ForbiddenException>(() =>
            app.Get<ApiTokens>().CreateAsync(actor, "bold", "modest", Role.Lead, null, World.Cancellation)
        );
        await Assert.ThrowsAsync<ForbiddenException>(() =>
            app.Get<ApiTokens>().CreateAsync(actor, "other", "admin", Role.Viewer, null, World.Cancellation)
        );
    }

    [Fact]
    public async Task People_see_their_own_tokens_and_cannot_revoke_those_of_others()
    {
        await app.GivenAsync(Yaml.User("curious"));
        await CreateAsync("not-yours");
        var foreign = (await app.Get<ApiTokens>().ListAsync(World.Admin, World.Cancellation)).Single(one =>
            one.Name == "not-yours"
        );

        Assert.Empty(await app.Get<ApiTokens>().ListAsync(World.Person("curious"), World.Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() =>
            app.Get<ApiTokens>().RevokeAsync(World.Person("curious"), foreign.Id, World.Cancellation)
        );
    }

    [Fact]
    public async Task A_token_needs_a_name()
    {
        await Assert.ThrowsAsync<InvalidInputException>(() => CreateAsync(" "));
    }

    private Task<string> CreateAsync(string name) =>
        app.Get<ApiTokens>()
            .CreateAsync(World.Admin, name, "admin", Role.Admin, Duration.FromDays(1), World.Cancellation);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client) =>
        (await client.GetAsync("/api/v1/tokens", World.Cancellation)).StatusCode;
}
