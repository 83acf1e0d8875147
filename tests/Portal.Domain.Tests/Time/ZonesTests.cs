using Portal.Domain.Time;

namespace Portal.Domain.Tests.Time;

public sealed class ZonesTests
{
    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("UTC")]
    [InlineData("US/Pacific")]
    [InlineData("America/Argentina/Buenos_Aires")]
    public void Iana_names_are_found(string name) => Assert.Equal(name, Zones.Find(name).Id);

    [Theory]
    [InlineData("foo5")]
    [InlineData("Mars/X")]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    [InlineData("UTC+02")]
    [InlineData("+02:00")]
    [InlineData("europe/berlin")]
    [InlineData("Europe/Berlin ")]
    [InlineData("EST5EDT,M3.2.0,M11.1.0")]
    public void Everything_else_is_refused(string? name)
    {
        Assert.False(Zones.TryFind(name, out _));
        Assert.Throws<DomainException>(() => Zones.Find(name));
    }

    [Theory]
    [InlineData("foo5", "There is no time zone \"foo5\". Write an IANA name such as Europe/Berlin or UTC.")]
    [InlineData("", "A time zone is missing. Write an IANA name such as Europe/Berlin or UTC.")]
    [InlineData("europe/BERLIN", "There is no time zone \"europe/BERLIN\". Write an IANA name such as Europe/Berlin.")]
    [InlineData("new york", "There is no time zone \"new york\". Write an IANA name such as America/New_York.")]
    [InlineData(
        "Tokyo Standard Time",
        "There is no time zone \"Tokyo Standard Time\". Write an IANA name such as Asia/Tokyo."
    )]
    public void The_refusal_says_what_to_write(string name, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<DomainException>(() => Zones.Find(name)).Message);
}
