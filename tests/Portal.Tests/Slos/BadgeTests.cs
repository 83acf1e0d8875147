using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Badges;

namespace Portal.Tests.Slos;

public sealed class BadgeTests(PortalApp app)
{
    private static readonly Duration Step = Duration.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_has_its_address_sees_how_an_slo_stands_and_nothing_else()
    {
        var now = SloScene.Now(app, Step);
        var samples = new Traffic(Step, _ => 100, at => at.ToUnixTimeSeconds() % 40 == 0 ? 8 : 0).OpenMetrics(
            new Interval(now - Duration.FromHours(3), now + Duration.FromMinutes(5))
        );
        await using var scene = await SloScene.SetAsync(app, samples);
        await using var other = await SloScene.SetAsync(app, samples);
        await scene.DefineAsync();
        await other.DefineAsync();
        await scene.BackfilledAsync();
        await scene.MeasuredAsync(now);
        var links = scene.Get<BadgeLinks>();
        using var nobody = app.CreateVisitor();

        var svg = await nobody.GetStringAsync(Address(links.PathOf(scene.Slo, "svg")), Cancellation);
        Assert.StartsWith("<svg", svg, StringComparison.Ordinal);
        Assert.Contains($"<title>{scene.Name}: 98", svg, StringComparison.Ordinal);
        var json = await nobody.GetFromJsonAsync<JsonObject>(Address(links.PathOf(scene.Slo, "json")), Cancellation);
        Assert.Equal((1, scene.Name), (json!["schemaVersion"]!.GetValue<int>(), json["label"]!.GetValue<string>()));
        Assert.Equal("0.9", json["objective"]!.GetValue<string>());

        var stolen = links.PathOf(other.Slo, "svg").Replace(other.Name, scene.Name, StringComparison.Ordinal);
        foreach (var address in new[] { $"/badges/{scene.Name}.svg", stolen, $"/badges/{scene.Name}.svg?key=x" })
        {
            using var refused = await nobody.GetAsync(Address(address), Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        using var program = await app.ProgramAsync();
        var own = await program.GetStringAsync(Address($"/badges/{scene.Name}.svg"), Cancellation);
        Assert.Contains($"<title>{scene.Name}: ", own, StringComparison.Ordinal); // slices go on: it may stand otherwise by now
    }

    [Fact]
    public async Task Only_what_a_key_opens_may_be_kept_by_a_cache_that_others_share()
    {
        await using var scene = await SloScene.SetAsync(app, KnownSamples.Until(SloScene.Now(app, Step)));
        await scene.DefineAsync();
        using var nobody = app.CreateVisitor();
        using var program = await app.ProgramAsync();

        using var keyed = await nobody.GetAsync(
            Address(scene.Get<BadgeLinks>().PathOf(scene.Slo, "svg")),
            Cancellation
        );
        using var own = await program.GetAsync(Address($"/badges/{scene.Name}.svg"), Cancellation);
        using var ownJson = await program.GetAsync(Address($"/badges/{scene.Slo.Id}.json"), Cancellation);

        Assert.Equal("public, max-age=60", keyed.Headers.CacheControl?.ToString());
        Assert.Equal("max-age=60, private", own.Headers.CacheControl?.ToString());
        Assert.Equal("max-age=60, private", ownJson.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Somebody_who_is_no_longer_a_user_sees_none_without_a_key()
    {
        await using var scene = await SloScene.SetAsync(app, KnownSamples.Until(SloScene.Now(app, Step)));
        await scene.DefineAsync();
        var gone = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, "gone-for-good")], "cookie"));
        var badges = scene.Get<BadgeReading>();

        Assert.Null(await badges.FindAsync(scene.Name, null, gone, Cancellation));
    }

    [Fact]
    public void What_is_not_known_is_said_and_names_are_written_safely()
    {
        var slo = SloDraftOf(objective: 0.9m);
        var nothing = SloStatus.Of(
            slo,
            new SloReading(
                Instant.FromUtc(2026, 3, 1, 0, 0),
                new SliceSums(0, 0, 0, 60),
                new Dictionary<Duration, SliceSums> { [Slo.CurrentBurn] = new(0, 0, 0, 60) },
                []
            ),
            []
        );

        var badge = Badge.Of("a<b", nothing);

        Assert.Equal("no data", badge.Message);
        Assert.Contains("a&lt;b: no data", badge.ToSvg(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "100")]
    [InlineData(20, "breached, 80.00 %, −100 % budget left")]
    public void What_is_not_met_is_said_in_words_and_not_by_the_colour_alone(int bad, string begins)
    {
        var slo = SloDraftOf(objective: 0.9m);
        var sums = new SliceSums(100 - bad, 100, 60, 60);

        var status = SloStatus.Of(
            slo,
            new SloReading(
                Instant.FromUtc(2026, 3, 1, 0, 0),
                sums,
                new Dictionary<Duration, SliceSums> { [Slo.CurrentBurn] = sums },
                []
            ),
            []
        );

        Assert.StartsWith(begins, Badge.Of("orders", status).Message, StringComparison.Ordinal);
    }

    private static Slo SloDraftOf(decimal objective)
    {
        var read = (Slo)Portal.Slos.SloManifest.Definition.Read(ManifestReader.Read(Manifest.Slo)[0].Spec)!;
        return new Slo("shop", read.Sli, Objective.Of(objective), new RollingWindow(Duration.FromDays(30)));
    }

    private static Uri Address(string path) => new(path, UriKind.Relative);
}
