using Microsoft.Extensions.Configuration;
using Portal.Access;
using Portal.Data;

namespace Portal.Tests.Access;

public sealed class KeyWrapTests
{
    private const string Key = "a-key-of-at-least-thirty-two-letters";
    private const string Secret = "<key id=\"1\"><masterKey>c2VjcmV0</masterKey></key>";

    [Fact]
    public void What_is_closed_shows_nothing_and_opens_with_the_same_key_only()
    {
        var closed = With(Key).Close(Secret);

        Assert.DoesNotContain("masterKey", closed, StringComparison.Ordinal);
        Assert.NotEqual(closed, With(Key).Close(Secret), StringComparer.Ordinal);
        Assert.Equal(Secret, With(Key).Open(closed));
        Assert.Contains("another PORTAL__KEY", Refused(Key + "x", closed), StringComparison.Ordinal);
        Assert.Contains("not set", Refused(null, closed), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_or_cut_text_is_refused()
    {
        var closed = With(Key).Close(Secret);

        Assert.NotEmpty(Refused(Key, closed[..^8] + "AAAAAAA="));
        Assert.NotEmpty(Refused(Key, closed[..20]));
        Assert.NotEmpty(Refused(Key, closed[..21]));
    }

    [Fact]
    public void Without_a_key_everything_stays_as_it_is_and_what_was_open_before_still_opens()
    {
        Assert.Equal(Secret, With(null).Close(Secret));
        Assert.Equal(Secret, With(null).Open(Secret));
        Assert.Equal(Secret, With(Key).Open(Secret));
    }

    [Fact]
    public void A_key_too_short_to_be_one_is_refused_by_its_name()
    {
        var refused = Assert.Throws<InvalidInputException>(() => With("short"));

        Assert.True(refused.Errors.ContainsKey("PORTAL__KEY"));
    }

    private static string Refused(string? key, string closed) =>
        Assert.Throws<InvalidOperationException>(() => With(key).Open(closed)).Message;

    private static KeyWrap With(string? key) =>
        new(
            new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Portal:Key"] = key })
                .Build()
        );
}
