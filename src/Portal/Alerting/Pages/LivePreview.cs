using Portal.Access;
using Portal.Data;
using Portal.Domain;
using Portal.Domain.Alerting;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Alerting.Pages;

/// <summary>The preview beside the editor: asked for a moment after the last change, and only the newest answer is taken.</summary>
internal sealed class LivePreview(PreviewRule preview, CurrentActor current, IDefinitions definitions, PageTools tools)
    : IDisposable
{
    /// <summary>As long as somebody types on, nobody is asked.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    private readonly LatestOnly previews = new();

    public QueryAnswer? Answer { get; private set; }

    public PastStory? Past { get; private set; }

    public ReachStory? Reach { get; private set; }

    public MessageStory? Message { get; private set; }

    /// <summary>What keeps the rule from being saved.</summary>
    public IReadOnlyList<ManifestError> Errors { get; private set; } = [];

    /// <summary>What should be thought about.</summary>
    public IReadOnlyList<RuleFinding> Warnings { get; private set; } = [];

    /// <summary>Why there is no preview at all.</summary>
    public string? Failure { get; private set; }

    public bool IsBusy { get; private set; }

    /// <param name="what">The rule as it is typed.</param>
    /// <param name="range">1d, 7d or 30d.</param>
    /// <param name="redraw">Called when the waiting is over and the backend is asked.</param>
    /// <returns>False when a newer one has overtaken it.</returns>
    public async Task<bool> AskAsync(RuleForm what, string range, Action redraw)
    {
        var token = previews.Next();
        try
        {
            await Task.Delay(Pause, tools.Time, token);
            IsBusy = true;
            redraw();
            var length = DurationText.Parse(range);
            Take(await preview.RunAsync(await current.GetAsync(), what.ToManifest(), length, token), range);
            (Failure, IsBusy) = (null, false);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception failure) when (failure is ForbiddenException or DomainException or InvalidInputException)
        {
            (Failure, IsBusy) = (failure.Message, false);
        }

        return true;
    }

    /// <summary>What is on its way is no longer wanted.</summary>
    public void Stop() => previews.Next();

    public void Dispose() => previews.Dispose();

    private void Take(RulePreview answer, string range)
    {
        var words = new PreviewWords(answer, definitions, tools.Viewer.Zone);
        (Answer, Past, Reach, Message) = (
            words.Query,
            words.Past(RulePastCard.Word(range)),
            words.Reach,
            words.Message
        );
        (Errors, Warnings) = (answer.Draft.Errors, answer.Draft.Warnings);
    }
}
