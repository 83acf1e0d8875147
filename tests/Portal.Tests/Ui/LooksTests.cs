using Portal.Ui;

namespace Portal.Tests.Ui;

public sealed class LooksTests
{
    [Theory]
    [InlineData("AtRisk", Tone.Warning, "At risk")]
    [InlineData("at_risk", Tone.Warning, "At risk")]
    [InlineData("noData", Tone.NoData, "No data")]
    [InlineData("CRITICAL", Tone.Critical, "Critical")]
    [InlineData("in review", Tone.Info, "In review")]
    public void A_state_is_found_however_it_is_spelled(string state, Tone tone, string word)
    {
        var found = StateWord.Of(state);

        Assert.Equal((tone, word), (found.Tone, found.Word));
    }

    [Fact]
    public void A_breached_budget_is_not_red() => Assert.Equal(Tone.High, StateWord.Of("breached").Tone);

    [Fact]
    public void An_unknown_state_claims_nothing() =>
        Assert.Equal(new StateWord(Tone.NoData, "Sideways"), StateWord.Of("Sideways"));

    [Theory]
    [InlineData("Ana Keller", "AK")]
    [InlineData("ana.maria.keller", "AK")]
    [InlineData("bo", "BO")]
    [InlineData("", "?")]
    public void Initials_are_the_first_and_the_last(string name, string initials) =>
        Assert.Equal(initials, Face.Initials(name));

    [Fact]
    public void A_person_keeps_their_tint()
    {
        Assert.Equal(Face.Tint("Ana"), Face.Tint("ana"));
        Assert.False(Face.Tint("Ana") == Face.Tint("Bo") && Face.Tint("Bo") == Face.Tint("Chen"));
    }

    [Fact]
    public void A_spark_breaks_where_nothing_was_measured() =>
        Assert.Equal("M0 22L32 12M96 2", SparkPath.Of([1, 2, null, 3]));

    [Fact]
    public void A_flat_spark_lies_at_the_bottom() => Assert.Equal("M0 22L96 22", SparkPath.Of([7, 7]));

    [Fact]
    public void A_spark_of_nothing_is_nothing() => Assert.Equal("", SparkPath.Of([null, double.NaN]));
}
