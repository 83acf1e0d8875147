using System.Net;
using NodaTime;
using Portal.Access;
using Portal.Domain.Telemetry;
using Portal.Telemetry.Prometheus;
using Portal.Tests.Telemetry.Prometheus;

namespace Portal.Tests.Access;

public sealed class AddressPolicyTests
{
    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("2606:2800:220:1::1", true)]
    [InlineData("fd12::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.8.8.8", false)]
    [InlineData("::1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("fe80::1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("2002:a9fe:a9fe::", false)]
    [InlineData("2002:7f00:1::", false)]
    public void What_only_this_machine_or_its_cloud_can_reach_is_not_allowed(string address, bool allowed) =>
        Assert.Equal(allowed, new AddressPolicy().Allows(IPAddress.Parse(address)));

    [Fact]
    public void Loopback_and_private_networks_are_switches()
    {
        Assert.True(new AddressPolicy(AllowLoopback: true).Allows(IPAddress.Loopback));
        Assert.True(new AddressPolicy(AllowLoopback: true).Allows(IPAddress.Parse("::ffff:127.0.0.1")));
        Assert.False(new AddressPolicy(AllowPrivate: false).Allows(IPAddress.Parse("10.1.2.3")));
        Assert.False(new AddressPolicy(AllowLoopback: true).Allows(IPAddress.Parse("169.254.169.254")));
    }

    [Theory]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/latest")]
    [InlineData("http://169.254.169.254/latest")]
    public async Task Webhooks_are_held_to_it_as_backends_are(string address)
    {
        using var http = new OutboundHttp(new AddressPolicy(AllowLoopback: true));

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() =>
            http.Client.GetAsync(new Uri(address), TestContext.Current.CancellationToken)
        );

        Assert.IsType<ForbiddenAddressException>(failure.InnerException);
    }

    [Theory]
    [InlineData("http://{0}")]
    [InlineData("http://localhost:{1}")]
    [InlineData("http://2130706433:{1}")]
    [InlineData("http://0x7f000001:{1}")]
    [InlineData("http://127。0。0。1:{1}")]
    [InlineData("http://①②⑦.⓪.⓪.①:{1}")]
    [InlineData("http://[::ffff:127.0.0.1]:{1}")]
    public async Task No_spelling_of_a_forbidden_address_gets_through(string pattern)
    {
        await using var backend = await FakeBackend.AnsweringAsync("secret");
        using var http = BackendHttp.Create(new AddressPolicy());
        var address = pattern.Replace("{0}", backend.Uri.Authority).Replace("{1}", $"{backend.Uri.Port}");

        var client = FakeBackend.Of(new("prom", "prometheus", new(address)), http);
        var outcome = await client.QueryAsync(
            "up",
            Instant.FromUnixTimeSeconds(0),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(QueryFailure.Refused, outcome.Failure);
        Assert.Equal(0, backend.Asked);
    }
}
