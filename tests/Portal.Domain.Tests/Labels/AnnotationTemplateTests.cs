using System.Text;
using Portal.Domain.Labels;

namespace Portal.Domain.Tests.Labels;

public sealed class AnnotationTemplateTests
{
    private static readonly LabelSet Labels = LabelSet.Of(("route", "POST /pay"), ("my.zone", "eu"));

    [Theory]
    [InlineData("no places", "no places")]
    [InlineData("", "")]
    [InlineData("{{ labels.route }} fails {{ value | percent }}", "POST /pay fails 14.72 %")]
    [InlineData("{{labels.route}}{{value}}", "POST /pay0.14724")]
    [InlineData("{{ $labels.route }} fails {{ $value | humanizePercentage }}", "POST /pay fails 14.72%")]
    [InlineData("""{{ labels["my.zone"] }} {{ index $labels "my.zone" }}""", "eu eu")]
    [InlineData("""{{ printf "%.2f" $value }} {{ $value | printf "about %.1f%%" }}""", "0.15 about 0.1%")]
    [InlineData("{{- labels.route -}}", "POST /pay")]
    [InlineData("[{{ labels.absent }}]", "[]")]
    [InlineData("a } b }} c { d", "a } b }} c { d")]
    public void Places_are_filled_with_labels_and_the_value(string text, string expected) =>
        Assert.Equal(expected, AnnotationTemplate.Parse(text).Render(Labels, 0.14724));

    [Theory]
    [InlineData("{{ 7*7 }}", "7*7")]
    [InlineData("{{ query \"up\" }}", "query \"up\"")]
    [InlineData("{{ if labels.route }}x{{ end }}", "if labels.route")]
    [InlineData("{{ value | shout }}", "value | shout")]
    [InlineData("{{ labels.route | percent }}", "labels.route | percent")]
    [InlineData("{{ }}", "“”")]
    [InlineData("{{ value", "is not closed")]
    public void Anything_else_in_braces_is_refused_by_name(string text, string named)
    {
        Assert.False(AnnotationTemplate.TryParse(text, out _, out var error));
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => AnnotationTemplate.Parse(text));
    }

    [Theory]
    [InlineData("value", 1234567.5, "1234567.5")]
    [InlineData("value", double.NaN, "NaN")]
    [InlineData("value", double.PositiveInfinity, "+Inf")]
    [InlineData("value | percent", 0.9995, "99.95 %")]
    [InlineData("value | percent", 12.3456, "1235 %")]
    [InlineData("value | percent", 0, "0 %")]
    [InlineData("value | humanize", 0, "0")]
    [InlineData("value | humanize", 1234567, "1.235M")]
    [InlineData("value | humanize", -999, "-999")]
    [InlineData("value | humanize", 0.00123, "1.23m")]
    [InlineData("value | humanize1024", 1536, "1.5ki")]
    [InlineData("value | humanize1024", 0.5, "0.5")]
    [InlineData("value | humanizeDuration", 0, "0s")]
    [InlineData("value | humanizeDuration", 0.0015, "1.5ms")]
    [InlineData("value | humanizeDuration", 45.678, "45.68s")]
    [InlineData("value | humanizeDuration", 125, "2m 5s")]
    [InlineData("value | humanizeDuration", -3725, "-1h 2m 5s")]
    [InlineData("value | humanizeDuration", 90061, "1d 1h 1m 1s")]
    [InlineData("humanizePercentage value", 1, "100%")]
    [InlineData("value | printf \"%f\"", 1, "1.000000")]
    public void Values_are_written_for_people(string expression, double value, string expected) =>
        Assert.Equal(expected, AnnotationTemplate.Parse($"{{{{ {expression} }}}}").Render(Labels, value));

    [Fact]
    public void A_missing_value_is_said_in_words() =>
        Assert.Equal("no value", AnnotationTemplate.Parse("{{ value | percent }}").Render(Labels, null));

    [Fact]
    public void A_text_knows_whether_it_names_the_value()
    {
        Assert.True(AnnotationTemplate.Parse("{{ value | percent }}").NamesValue);
        Assert.False(AnnotationTemplate.Parse("{{ labels.value }} value").NamesValue);
    }

    [Fact]
    public void A_wideresult_is_cut_at_eight_kilobytes_and_never_inside_a_character()
    {
        var wide = LabelSet.Of(("route", string.Concat(Enumerable.Repeat("😀", 3000))));

        var text = AnnotationTemplate.Parse("x{{ labels.route }}{{ labels.route }}").Render(wide, 1);

        Assert.InRange(Encoding.UTF8.GetByteCount(text), AnnotationTemplate.MaxBytes - 4, AnnotationTemplate.MaxBytes);
        Assert.EndsWith("😀…", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_longer_than_eight_kilobytes_is_refused() =>
        Assert.False(AnnotationTemplate.TryParse(new string('x', AnnotationTemplate.MaxBytes + 1), out _, out _));
}
