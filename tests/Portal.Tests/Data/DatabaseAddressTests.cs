using Microsoft.Extensions.Configuration;
using Npgsql;
using Portal.Data;

namespace Portal.Tests.Data;

public sealed class DatabaseAddressTests
{
    [Theory]
    [InlineData("postgres://ana:s3cret@db.example:5433/portal", "db.example", 5433, "portal", "ana", "s3cret")]
    [InlineData("postgresql://ana@db.example/portal", "db.example", 5432, "portal", "ana", null)]
    [InlineData("postgres://a%40b:p%2Fw%3Ax@db/my%20db", "db", 5432, "my db", "a@b", "p/w:x")]
    public void A_url_as_platforms_hand_it_out_is_read(
        string url,
        string host,
        int port,
        string database,
        string user,
        string? password
    )
    {
        var read = new NpgsqlConnectionStringBuilder(DatabaseAddress.FromUrl(url));

        Assert.Equal(
            (host, port, database, user, password),
            (read.Host, read.Port, read.Database, read.Username, read.Password)
        );
    }

    [Theory]
    [InlineData("?sslmode=require", SslMode.Require)]
    [InlineData("?sslmode=verify-full", SslMode.VerifyFull)]
    [InlineData("?sslmode=disable", SslMode.Disable)]
    public void The_way_of_encryption_is_taken_from_it(string query, SslMode expected)
    {
        var read = new NpgsqlConnectionStringBuilder(DatabaseAddress.FromUrl($"postgres://a:b@db/portal{query}"));

        Assert.Equal(expected, read.SslMode);
    }

    [Theory]
    [InlineData("mysql://a:b@db/portal")]
    [InlineData("db.example")]
    public void Anything_else_is_refused_with_the_form_to_use(string url)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => DatabaseAddress.FromUrl(url));

        Assert.Contains("postgres://user:password@host:5432/database", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=named", "postgres://a:b@url/db", "named")]
    [InlineData(null, "postgres://a:b@url/db", "url")]
    [InlineData(null, null, null)]
    public void A_connection_string_wins_over_the_url_and_neither_means_the_embedded_one(
        string? named,
        string? url,
        string? host
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["ConnectionStrings:Portal"] = named,
                    ["DATABASE_URL"] = url,
                }
            )
            .Build();

        var address = DatabaseAddress.Of(configuration);

        Assert.Equal(host, address is null ? null : new NpgsqlConnectionStringBuilder(address).Host);
    }
}
