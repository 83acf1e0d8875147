using Microsoft.AspNetCore.Components;
using Portal.Access;
using Portal.Domain.Slos.Templates;
using Portal.Slos.Editing;
using Portal.Ui;

namespace Portal.Slos.Pages;

public sealed partial class TemplateStarts
{
    private readonly LatestOnly asks = new();
    private SloTemplate? chosen;
    private TemplateStart? start;
    private string? written;
    private string? refusal;
    private bool isAsking;
    private bool isBegun;

    [Parameter, EditorRequired]
    public required SliForm Sli { get; set; }

    /// <summary>Whose metrics are wanted.</summary>
    [Parameter, EditorRequired]
    public required string? Service { get; set; }

    /// <summary>The template that an address names; null for none.</summary>
    [Parameter]
    public string? Template { get; set; }

    /// <summary>A template found something, or not; the form takes it.</summary>
    [Parameter]
    public EventCallback<TemplateStart> OnStart { get; set; }

    [Inject]
    internal StartFromTemplate Starting { get; init; } = null!;

    [Inject]
    internal CurrentActor Actors { get; init; } = null!;

    /// <summary>What a template wrote follows the service and the backend, until somebody has changed it.</summary>
    private bool IsLeftBehind =>
        start is not null
        && !isAsking
        && (start.Backend != Sli.Backend || start.Service != Service)
        && written == Written();

    public void Dispose() => asks.Dispose();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!isBegun && SloTemplate.Find(Template) is { } named)
        {
            isBegun = true;
            await ChooseAsync(named, null);
        }
        else if (IsLeftBehind)
        {
            await ChooseAsync(start!.Template, null);
        }
    }

    private async Task ChooseAsync(SloTemplate template, string? metric)
    {
        (chosen, isAsking, refusal, isBegun) = (template, true, null, true);
        var token = asks.Next();
        StateHasChanged();
        try
        {
            var actor = await Actors.GetAsync();
            var (backend, service) = (Sli.Backend ?? "", Service);
            var found = await Starting.AskAsync(actor, template, backend, service, metric, token);
            // The form takes it at once and measures it then, which takes longer than to say what was found.
            var measured = OnStart.InvokeAsync(found);
            (start, written, isAsking) = (found, Written(), false);
            StateHasChanged();
            await measured;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // another template is being looked for, or the page is gone
        }
        catch (ForbiddenException refused)
        {
            (isAsking, refusal, start) = (false, refused.Message, null);
        }

        StateHasChanged();
    }

    /// <summary>The indicator without its backend, to see whether somebody has changed it since.</summary>
    private string Written()
    {
        var backend = Sli.Backend;
        Sli.Backend = null;
        var text = Sli.ToSpec().ToJsonString();
        Sli.Backend = backend;
        return text;
    }
}
