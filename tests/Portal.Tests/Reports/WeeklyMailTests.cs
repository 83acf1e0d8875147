using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Domain.Reports;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Postmortems;
using Portal.Reports.Weekly;
using Portal.Tests.Notifications;

namespace Portal.Tests.Reports;

/// <summary>Each test has a Monday of its own in years that are long past: nobody else's mail is due then.</summary>
public sealed partial class WeeklyMailTests(DeliveryPortal portal) : IClassFixture<DeliveryPortal>
{
    [Fact]
    public async Task Leads_and_managers_get_one_mail_with_their_team_s_week_in_words_and_as_HTML()
    {
        await GivenAsync(
            "alfa",
            Yaml.User("alfa-lead", ", email: alfa-lead@shop.example")
                + Yaml.User("alfa-manager", ", email: alfa-manager@shop.example")
                + Yaml.User("alfa-responder", ", email: alfa-responder@shop.example"),
            ("alfa-lead", Role.Lead),
            ("alfa-manager", Role.Viewer),
            ("alfa-responder", Role.Responder)
        );
        var monday = new LocalDate(2007, 3, 5);
        await BrokeAsync("alfa", -8101, "Checkout <fails>", monday.PlusDays(-3));
        await BrokeAsync("alfa", -8102, "Long before", monday.PlusDays(-9));
        var eight = monday.At(WeeklyMail.At).InUtc().ToInstant();

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RunAsync(eight)));
        await RunAsync(eight + Duration.FromMinutes(15));

        // They may come in any order, and a mail that is not asked for is gone.
        var first = Decoded(await portal.Mail.NextAsync("weekly:alfa-", World.Cancellation));
        var second = Decoded(await portal.Mail.NextAsync("weekly:alfa-", World.Cancellation));
        var (lead, manager) = first.Contains("weekly:alfa-lead:", StringComparison.Ordinal)
            ? (first, second)
            : (second, first);
        Assert.Contains("weekly:alfa-manager:", manager, StringComparison.Ordinal);
        Assert.Contains("The week of alfa", lead, StringComparison.Ordinal);
        Assert.Contains("26 February to 4 March 2007", lead, StringComparison.Ordinal);
        Assert.Contains("1 incident, 0 pages", lead, StringComparison.Ordinal);
        Assert.Contains("- #-8101 Checkout <fails>: severity Critical", lead, StringComparison.Ordinal);
        Assert.Contains("Checkout &lt;fails&gt;</a>", lead, StringComparison.Ordinal);
        Assert.Contains("resolved after 9\u00A0min", lead, StringComparison.Ordinal);
        Assert.Contains("/me", lead, StringComparison.Ordinal);
        Assert.DoesNotContain("Long before", lead, StringComparison.Ordinal);
        Assert.Contains("1 incident, 0 pages", manager, StringComparison.Ordinal);
        Assert.Equal("weekly:alfa-lead:2007-03-05, weekly:alfa-manager:2007-03-05", await KeysAsync("2007-03-05"));
    }

    [Fact]
    public async Task Whoever_switched_it_off_or_has_no_mail_address_gets_none()
    {
        await GivenAsync(
            "bravo",
            Yaml.User("bravo-off", ", email: bravo-off@shop.example, weeklyMail: false")
                + Yaml.User(
                    "bravo-hook",
                    ", contactMethods: [{ name: chat, type: webhook, address: \"https://chat.example/x\" }]"
                )
                + Yaml.User(
                    "bravo-mail",
                    ", contactMethods: [{ name: post, type: email, address: bravo@shop.example }]"
                ),
            ("bravo-off", Role.Lead),
            ("bravo-hook", Role.Lead),
            ("bravo-mail", Role.Lead)
        );
        var monday = new LocalDate(2008, 3, 3);
        await BrokeAsync("bravo", -8201, "It broke", monday.PlusDays(-2));

        await RunAsync(monday.At(WeeklyMail.At).InUtc().ToInstant());

        Assert.Equal("weekly:bravo-mail:2008-03-03", await KeysAsync("2008-03-03"));
    }

    [Fact]
    public async Task Each_gets_it_at_eight_by_their_own_clock()
    {
        await GivenAsync(
            "carl",
            Yaml.User("carl-tokyo", ", email: carl-tokyo@shop.example")
                .Replace("timeZone: UTC", "timeZone: Asia/Tokyo", StringComparison.Ordinal)
                + Yaml.User("carl-lima", ", email: carl-lima@shop.example")
                    .Replace("timeZone: UTC", "timeZone: America/Lima", StringComparison.Ordinal),
            ("carl-tokyo", Role.Lead),
            ("carl-lima", Role.Lead)
        );
        var monday = new LocalDate(2009, 3, 2);
        await BrokeAsync("carl", -8301, "It broke", monday.PlusDays(-2));

        await RunAsync(Instant.FromUtc(2009, 3, 1, 23, 0));
        var first = await KeysAsync("2009-03-02");
        await RunAsync(Instant.FromUtc(2009, 3, 2, 13, 0));

        Assert.Equal("weekly:carl-tokyo:2009-03-02", first);
        Assert.Equal("weekly:carl-lima:2009-03-02, weekly:carl-tokyo:2009-03-02", await KeysAsync("2009-03-02"));
    }

    [Fact]
    public void What_does_not_fit_is_counted()
    {
        var monday = new LocalDate(2010, 3, 1);
        var held = Enumerable
            .Range(1, 12)
            .Select(at => new HoldingRule("spend", $"slo-{at}", new PolicyRule(1, PolicyAction.Freeze), default))
            .ToList();
        var late = Enumerable
            .Range(1, 13)
            .Select(at => new LateAction(Guid.Empty, at, "", $"promise {at}", null, monday, false))
            .ToList();
        var week = new TeamWeek(
            "delta",
            WeeklyMail.WeekBefore(monday, DateTimeZone.Utc),
            [],
            ResponseGroup.Of("delta", []),
            0,
            held,
            [],
            late
        );

        var sections = portal.Services.GetRequiredService<WeekWords>().Of([week], monday).Sections!;

        Assert.Equal("2 more rules", LastOf("Policy rules in force"));
        Assert.Equal("3 more things", LastOf("Needs a look"));

        string LastOf(string title) => sections.Single(section => section.Title == title).Rows[^1].Cells[0];
    }

    private Task RunAsync(Instant slot) =>
        portal.Services.GetRequiredService<SendWeekly>().RunAsync(slot, World.Cancellation);

    private async Task GivenAsync(string team, string users, params (string User, Role Role)[] members)
    {
        var results = await portal
            .Services.GetRequiredService<ManifestApplier>()
            .ApplyAsync(
                Actor.Portal,
                ManifestReader.Read(users + Yaml.Team(team, members)),
                dryRun: false,
                World.Cancellation
            );
        results.ThrowIfInvalid();
    }

    private async Task BrokeAsync(string team, long number, string title, LocalDate day)
    {
        await using var db = await portal
            .Services.GetRequiredService<IDbContextFactory<PortalDb>>()
            .CreateDbContextAsync(World.Cancellation);
        var at = day.At(new LocalTime(12, 0)).InUtc().ToInstant();
        var incident = Incident.Open(
            new IncidentOpening(title, Severity.Critical, $"{team}:{number}", null, team),
            number,
            at
        );
        incident.Resolve($"{team}-lead", at + Duration.FromMinutes(9));
        db.Add(incident);
        await db.SaveChangesAsync(World.Cancellation);
    }

    private async Task<string> KeysAsync(string week)
    {
        await using var work = await UnitOfWork.BeginAsync(
            portal.Services.GetRequiredService<IDbContextFactory<PortalDb>>(),
            World.Cancellation
        );
        var keys = await work.QueryAsync<string>(
            "select key from outbox_message where key like 'weekly:%' and right(key, 10) = @week order by key",
            new { week },
            World.Cancellation
        );
        return string.Join(", ", keys);
    }

    /// <summary>Head and bodies, with quoted-printable and base64 parts as they are read.</summary>
    private static string Decoded(string mail)
    {
        var text = new StringBuilder(mail);
        foreach (Match part in Base64().Matches(mail))
        {
            var lines = string.Concat(part.Groups["body"].Value.Where(character => !char.IsWhiteSpace(character)));
            text.Append(Encoding.UTF8.GetString(Convert.FromBase64String(lines)));
        }

        var joined = mail.Replace("=\r\n", "", StringComparison.Ordinal).Replace("=\n", "", StringComparison.Ordinal);
        var bytes = new List<byte>();
        for (var at = 0; at < joined.Length; at++)
        {
            var isCode =
                joined[at] == '='
                && at + 2 < joined.Length
                && Uri.IsHexDigit(joined[at + 1])
                && Uri.IsHexDigit(joined[at + 2]);
            bytes.Add(isCode ? Convert.ToByte(joined.Substring(at + 1, 2), 16) : (byte)joined[at]);
            at += isCode ? 2 : 0;
        }

        return text.Append(Encoding.UTF8.GetString([.. bytes])).ToString();
    }

    [GeneratedRegex(
        "base64\r?\n\r?\n(?<body>[A-Za-z0-9+/=\r\n]+)",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Base64();
}
