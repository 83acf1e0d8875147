using System.Text.Json;
using Portal.Ui;

namespace Portal.Tests.Ui;

public sealed class ChartDataTests
{
    [Fact]
    public void A_chart_is_columns_with_words_for_its_kinds()
    {
        var data = new ChartData
        {
            T = [10, 20],
            Series = [new("over 1 h", [0.5, null])],
            Lines = [new(0, "level", ChartLineKind.Page)],
            Bands = [new(10, null, "#412")],
            Unit = ChartUnit.Burn,
            Scale = ChartScale.Log,
        };

        Assert.Equal(
            """{"t":[10,20],"series":[{"name":"over 1 h","values":[0.5,null],"style":"measured"}],"lines":[{"value":0,"label":"level","kind":"page"}],"bands":[{"from":10,"label":"#412","kind":"incident"}],"marks":[],"unit":"burn","scale":"log","hatchBelowZero":false,"endsNow":false}""",
            JsonSerializer.Serialize(data, ChartData.Json)
        );
    }

    [Fact]
    public void A_value_that_is_no_number_does_not_break_the_chart() =>
        Assert.Contains(
            "[\"NaN\",1]",
            JsonSerializer.Serialize(new ChartSeries("x", [double.NaN, 1]), ChartData.Json),
            StringComparison.Ordinal
        );
}
