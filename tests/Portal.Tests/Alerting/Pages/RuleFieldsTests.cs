using AngleSharp.Dom;
using Bunit;
using Portal.Alerting.Pages;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Tests.Alerting.Pages;

/// <summary>The fields of the rule editor: each error stands at the field that it is about.</summary>
public sealed class RuleFieldsTests : BunitContext
{
    public RuleFieldsTests() => Services.AddUi();

    [Fact]
    public void An_error_of_the_condition_marks_its_field_and_stands_below_the_row()
    {
        var errors = new FieldErrors([("spec.condition.recovery", "Recovery must be at or below the threshold 0.05.")]);

        var fields = Render<RuleConditionFields>(part =>
            part.Add(one => one.Form, new()).Add(one => one.Errors, errors)
        );

        var recovery = Input(fields, "Until at or below");
        Assert.Equal("true", recovery.GetAttribute("aria-invalid"));
        var message = fields.Find($"#{recovery.GetAttribute("aria-describedby")}");
        Assert.Equal("Recovery must be at or below the threshold 0.05.", message.TextContent.Trim());
        Assert.Null(Input(fields, "Threshold").GetAttribute("aria-invalid"));
    }

    [Fact]
    public void A_share_is_read_back_in_percent()
    {
        var form = new RuleForm { Threshold = "0.05", Recovery = "7" };

        var fields = Render<RuleConditionFields>(part =>
            part.Add(one => one.Form, form).Add(one => one.Errors, FieldErrors.None)
        );

        Assert.Equal("= 5\u00a0%", Assert.Single(fields.FindAll(".input-unit")).TextContent);
    }

    [Fact]
    public void Errors_of_labels_stand_below_all_labels()
    {
        var errors = new FieldErrors([("spec.labels.severity", "The portal sets the label severity itself.")]);

        var fields = Help(new RuleForm { Labels = [new("severity", "x")] }, errors);

        Assert.Equal("The portal sets the label severity itself.", fields.Find(".error").TextContent.Trim());
        Assert.Empty(errors.Besides("spec.labels"));
    }

    [Fact]
    public void A_new_label_needs_a_name_and_a_value()
    {
        var form = new RuleForm();
        var fields = Help(form, FieldErrors.None);

        fields.Find(".btn-quiet").Click();
        fields.Find("[placeholder='tier=1']").Change("tier");
        Assert.Equal("Write a name, = and a value: tier=1.", fields.Find(".error").TextContent.Trim());
        fields.Find("[placeholder='tier=1']").Change("tier=1");

        Assert.Equal([new RuleFormLabel("tier", "1")], form.Labels);
    }

    [Fact]
    public void A_query_that_is_refused_shows_the_place()
    {
        const string Failure = "prom refuses the query (400): 1:6: parse error: unexpected";
        var answer = new QueryAnswer(0, 0, "", Failure, BadPlace.In(Failure, "rate(up"), []);

        var fields = Render<RuleQueryFields>(part =>
            part.Add(one => one.Form, new())
                .Add(one => one.Errors, FieldErrors.None)
                .Add(one => one.Services, [])
                .Add(one => one.Backends, ["prom"])
                .Add(one => one.Answer, answer)
        );

        Assert.Equal("up", fields.Find(".c-bad").TextContent);
        Assert.Contains(Failure, fields.Find(".notice").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<RuleHelpFields> Help(RuleForm form, FieldErrors errors) =>
        Render<RuleHelpFields>(part =>
            part.Add(one => one.Form, form).Add(one => one.Errors, errors).Add(one => one.Runbooks, [])
        );

    private static IElement Input<T>(IRenderedComponent<T> fields, string label)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        var words = fields.FindAll("label").First(one => one.TextContent.Trim().TrimEnd('*') == label);
        return fields.Find($"#{words.GetAttribute("for")}");
    }
}
