using NodaTime;
using Portal.Domain.Postmortems;

namespace Portal.Postmortems;

/// <summary>A postmortem in a list.</summary>
public sealed record PostmortemSummary(
    Guid Id,
    long Incident,
    string Title,
    string? Service,
    string? Team,
    string? Author,
    Instant? SubmittedAt,
    Instant? ApprovedAt,
    Instant? PublishedAt,
    Instant CreatedAt,
    Instant UpdatedAt,
    string UpdatedBy,
    int Actions,
    int OpenActions,
    int OverdueActions
)
{
    public PostmortemState State =>
        PublishedAt is not null ? PostmortemState.Published
        : ApprovedAt is not null ? PostmortemState.Approved
        : SubmittedAt is not null ? PostmortemState.InReview
        : PostmortemState.Draft;
}

/// <summary>A promise that is late.</summary>
/// <param name="IsReopened">It was done once, and what it should prevent came back.</param>
public sealed record LateAction(
    Guid Postmortem,
    long Incident,
    string Title,
    string What,
    string? Owner,
    LocalDate Due,
    bool IsReopened
);
