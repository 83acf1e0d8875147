using System.Text.Json;
using Portal.Domain.Labels;

namespace Portal.Domain.Tests.Labels;

public sealed class FingerprintTests
{
    public static TheoryData<string, string> Recorded
    {
        get
        {
            var file = Path.Combine(AppContext.BaseDirectory, "Vectors/alertmanager/fingerprints.json");
            var data = new TheoryData<string, string>();
            using var vectors = JsonDocument.Parse(File.ReadAllText(file));
            foreach (var vector in vectors.RootElement.GetProperty("vectors").EnumerateArray())
            {
                data.Add(vector.GetProperty("labels").GetRawText(), vector.GetProperty("fingerprint").GetString()!);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void The_fingerprint_is_the_one_that_alertmanager_gives(string labels, string expected)
    {
        var set = LabelSet.From(JsonSerializer.Deserialize<Dictionary<string, string>>(labels)!);

        Assert.Equal(expected, Fingerprint.Of(set).ToString());
    }

    [Fact]
    public void Where_the_name_ends_matters() =>
        Assert.NotEqual(Fingerprint.Of(LabelSet.Of(("ab", "c"))), Fingerprint.Of(LabelSet.Of(("a", "bc"))));

    [Theory]
    [InlineData("0c70d2e49cf50ee4", "0c70d2e49cf50ee4")]
    [InlineData("0C70D2E49CF50EE4", "0c70d2e49cf50ee4")]
    [InlineData("c70d2e49cf50ee4", null)]
    [InlineData("0c70d2e49cf50eez", null)]
    [InlineData(null, null)]
    public void Sixteen_hex_digits_are_read_and_nothing_else(string? text, string? expected) =>
        Assert.Equal(expected, Fingerprint.TryParse(text)?.ToString());
}
