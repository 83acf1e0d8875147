using NodaTime;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;

namespace Portal.Domain.Tests.OnCall;

public sealed class DueRulesTests
{
    private static readonly Instant Paged = Instant.FromUtc(2026, 11, 20, 3, 0);
    private static readonly NotificationRule[] Rules =
    [
        Rule(5, "voice"),
        Rule(0, "push"),
        Rule(0, "mail"),
        Rule(2, "sms"),
    ];

    [Fact]
    public void At_once_all_rules_without_delay_are_due() => Assert.Equal("push mail", Due(null, 0));

    [Fact]
    public void Late_rules_are_followed_together_earliest_first() => Assert.Equal("push mail sms voice", Due(null, 7));

    [Fact]
    public void A_rule_is_due_at_its_minute_and_not_again()
    {
        Assert.Equal("sms", Due(1, 2));
        Assert.Equal("", Due(2, 4));
        Assert.Equal("voice", Due(4, 5));
    }

    [Fact]
    public void The_next_look_is_when_the_next_rule_is_due()
    {
        Assert.Equal(Paged, DueRules.NextAt(Rules, Paged, Paged - Duration.FromSeconds(1)));
        Assert.Equal(Paged + Duration.FromMinutes(2), DueRules.NextAt(Rules, Paged, Paged));
        Assert.Null(DueRules.NextAt(Rules, Paged, Paged + Duration.FromMinutes(5)));
    }

    [Fact]
    public void A_rule_before_the_page_or_without_a_method_is_refused()
    {
        Assert.Throws<DomainException>(() => Rule(-1, "push"));
        Assert.Throws<DomainException>(() => Rule(0, " "));
    }

    private static string Due(int? lookedAt, int now)
    {
        Instant? looked = lookedAt is { } minute ? Paged + Duration.FromMinutes(minute) : null;
        return string.Join(
            ' ',
            DueRules.At(Rules, Paged, looked, Paged + Duration.FromMinutes(now)).Select(rule => rule.ContactMethod)
        );
    }

    private static NotificationRule Rule(int minute, string method) => new(Duration.FromMinutes(minute), method);
}
