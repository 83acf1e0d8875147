using System.Net;
using System.Net.Http.Headers;
using Portal.Data;

namespace Portal.Tests.Access;

/// <summary>The token of <c>PORTAL__BOOTSTRAPTOKEN</c>: an administrator for automation, and nobody when it is not set.</summary>
public sealed class BootstrapTokenTests(PortalApp app)
{
    [Theory]
    [InlineData("bootstrap-for-a-test", HttpStatusCode.OK)]
    [InlineData("bootstrap-for-a-tesT", HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    public async Task Only_the_token_that_was_set_is_taken(string offered, HttpStatusCode expected)
    {
        var folder = app.Get<PostgresCluster>().Folder;
        await using var replica = OwnPortal.Start(
            folder,
            builder => builder.UseSetting("Portal:BootstrapToken", "bootstrap-for-a-test")
        );

        Assert.Equal(expected, await StatusAsync(replica.CreateClient(), offered));
    }

    [Fact]
    public async Task Where_none_is_set_an_empty_one_is_nobody()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app.CreateVisitor(), ""));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string token)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return (await client.GetAsync("/api/v1/audit", World.Cancellation)).StatusCode;
    }
}
