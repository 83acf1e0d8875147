using Bunit;
using Portal.Ui;

namespace Portal.Tests.Ui;

public sealed class FieldTests
{
    [Fact]
    public void Label_hint_and_error_belong_to_the_input()
    {
        using var stage = new Stage();
        var field = Render(stage, error: "Must be at or below 0.05");

        var input = field.Find("input");
        var described = input.GetAttribute("aria-describedby")!.Split(' ');
        Assert.Equal(input.Id, field.Find("label").GetAttribute("for"));
        Assert.Equal("5 % is 0.05", field.Find($"#{described[0]}").TextContent);
        Assert.Equal("Must be at or below 0.05", field.Find($"#{described[1]}").TextContent);
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal("true", input.GetAttribute("aria-required"));
    }

    [Fact]
    public void A_field_without_error_is_not_invalid()
    {
        using var stage = new Stage();

        Assert.False(Render(stage, error: null).Find("input").HasAttribute("aria-invalid"));
    }

    [Theory]
    [InlineData("0.04", "0.04")]
    [InlineData("0,04", "0.04")]
    [InlineData("-3", "-3")]
    public void A_number_is_read_with_a_point_or_a_comma(string typed, string read)
    {
        using var stage = new Stage();
        decimal? told = null;
        var input = stage.Render<NumberInput>(number => number.Add(part => part.ValueChanged, value => told = value));

        input.Find("input").Change(typed);

        Assert.Equal(read, FormattableString.Invariant($"{told}"));
    }

    [Fact]
    public void What_is_no_number_stays_to_be_mended()
    {
        using var stage = new Stage();
        decimal? told = 1;
        var input = stage.Render<NumberInput>(number =>
            number.Add(part => part.Value, 1).Add(part => part.ValueChanged, value => told = value)
        );

        input.Find("input").Change("5 percent");

        Assert.Null(told);
        Assert.Equal("5 percent", input.Find("input").GetAttribute("value"));
    }

    [Fact]
    public void A_choice_is_read_as_its_type()
    {
        using var stage = new Stage();
        var told = Tone.Ok;
        var select = stage.Render<SelectInput<Tone>>(input =>
            input
                .Add(part => part.ValueChanged, value => told = value)
                .AddChildContent("<option>Critical</option><option>High</option>")
        );

        select.Find("select").Change("High");

        Assert.Equal(Tone.High, told);
    }

    [Fact]
    public void Code_has_a_number_for_every_line()
    {
        using var stage = new Stage();

        var code = stage.Render<CodeArea>(area => area.Add(part => part.Value, "a\nb\nc").Add(part => part.Rows, 1));

        Assert.Equal("1\n2\n3", code.Find(".code-gutter").TextContent);
    }

    private static IRenderedComponent<Field> Render(Stage stage, string? error) =>
        stage.Render<Field>(field =>
            field
                .Add(part => part.Label, "Threshold")
                .Add(part => part.Hint, "5 % is 0.05")
                .Add(part => part.Error, error)
                .Add(part => part.Required, true)
                .AddChildContent<NumberInput>()
        );
}
