using Portal.Access;
using Portal.Domain.Slos.Templates;

namespace Portal.Slos.Editing;

/// <summary>Looks in a backend for what a template needs. What it found is shown, and anything else can be taken instead.</summary>
internal sealed class StartFromTemplate(SliSuggestions suggestions)
{
    /// <param name="service">Whose metrics are wanted.</param>
    /// <param name="metric">The candidate that somebody chose; null for the best.</param>
    /// <exception cref="ForbiddenException">It makes the portal ask a backend: that needs a lead.</exception>
    public async Task<TemplateStart> AskAsync(
        Actor actor,
        SloTemplate template,
        string backend,
        string? service,
        string? metric,
        CancellationToken cancellationToken
    )
    {
        var metrics = await suggestions.MetricsAsync(actor, backend, cancellationToken);
        var seen = await Task.WhenAll(
            TemplateMatch
                .Candidates(template.Question, metrics)
                .Select(candidate => SeeAsync(actor, backend, candidate, cancellationToken))
        );
        var best = metric is null
            ? TemplateMatch.Best(seen, service)
            : Array.Find(seen, one => one.Candidate.Metric.Name == metric);
        var draft = best is null ? null : await DrawAsync(actor, backend, best, service, cancellationToken);
        return new(
            template,
            backend,
            service,
            draft,
            [.. seen.Select(one => one.Candidate.Metric.Name)],
            metrics.Count
        );
    }

    private async Task<SeenCandidate> SeeAsync(
        Actor actor,
        string backend,
        TemplateCandidate candidate,
        CancellationToken cancellationToken
    ) =>
        new(
            candidate,
            await suggestions.LabelsAsync(actor, backend, candidate.Series, TemplateLabels.Worth, cancellationToken)
        );

    private async Task<TemplateDraft> DrawAsync(
        Actor actor,
        string backend,
        SeenCandidate seen,
        string? service,
        CancellationToken cancellationToken
    )
    {
        var bounds = seen.Candidate is { Source.Shape: TemplateShape.Within, Metric.HasBuckets: true }
            ? await suggestions.BoundsAsync(actor, backend, seen.Candidate.Metric.Name, cancellationToken)
            : [];
        return TemplateDraft.Draw(seen, service, bounds);
    }
}

/// <summary>What came of a template.</summary>
/// <param name="Draft">Null where nothing was sure enough.</param>
/// <param name="Choices">The metrics that could be taken, the surest first.</param>
/// <param name="Known">How many metrics the backend told; 0 where it gave no answer.</param>
public sealed record TemplateStart(
    SloTemplate Template,
    string Backend,
    string? Service,
    TemplateDraft? Draft,
    IReadOnlyList<string> Choices,
    int Known
);
