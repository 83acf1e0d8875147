using Portal.Slos;

namespace Portal.Tests.Slos;

public sealed class SelectorTests
{
    [Theory]
    [InlineData("a", "job=\"x\"", "a{job=\"x\"}")]
    [InlineData("a{job=\"x\"}", "job=\"x\"", "a")] // pressed again
    [InlineData("a{job=\"x\"}", "job=\"y\"", "a{job=\"y\"}")]
    [InlineData("a{code=\"500\"}", "code=~\"5..\"", "a{code=~\"5..\"}")]
    [InlineData("a{code!=\"OK\",job=\"x\"}", "code=\"Internal\"", "a{job=\"x\",code=\"Internal\"}")]
    [InlineData("a{ code !~ \"2..\" }", "code=\"500\"", "a{code=\"500\"}")]
    [InlineData("a{path=\"{x,y=z}\"}", "job=\"x\"", "a{path=\"{x,y=z}\",job=\"x\"}")]
    [InlineData("a{exported_job=\"x\"}", "job=\"x\"", "a{exported_job=\"x\",job=\"x\"}")]
    public void A_matcher_takes_the_place_of_another_of_its_label(string selector, string matcher, string with) =>
        Assert.Equal(with, Selector.With(selector, matcher));

    [Theory]
    [InlineData("a{job=\"x\",code=\"5\"}", "job=\"x\"", true)]
    [InlineData("a{exported_job=\"x\"}", "job=\"x\"", false)]
    [InlineData("a", "job=\"x\"", false)]
    public void Only_the_whole_matcher_is_there(string selector, string matcher, bool has) =>
        Assert.Equal(has, Selector.Has(selector, matcher));

    [Theory]
    [InlineData("code=\"5\"", "code!=\"5\"")]
    [InlineData("code=~\"5..\"", "code!~\"5..\"")]
    [InlineData("code!=\"=~\"", "code=\"=~\"")]
    [InlineData("code!~\"5..\"", "code=~\"5..\"")]
    public void What_is_bad_turned_round_is_what_is_good(string matcher, string not)
    {
        Assert.Equal(not, Selector.Not(matcher));
        Assert.Equal(matcher, Selector.Not(not));
    }
}
