using NodaTime;
using NodaTime.Text;

namespace Portal.Domain.Postmortems;

/// <summary>What a postmortem says of its state when it refuses something.</summary>
internal static class PostmortemWords
{
    /// <summary>The state with who and when.</summary>
    public static string Of(Postmortem postmortem) =>
        postmortem.State switch
        {
            PostmortemState.Draft => $"The postmortem of #{postmortem.Incident} is a draft.",
            PostmortemState.InReview =>
                $"{postmortem.SubmittedBy} submitted it for review at {Utc(postmortem.SubmittedAt)}.",
            PostmortemState.Approved => $"{postmortem.ApprovedBy} approved it at {Utc(postmortem.ApprovedAt)}.",
            PostmortemState.Published => $"{postmortem.PublishedBy} published it at {Utc(postmortem.PublishedAt)}.",
        };

    /// <summary>What can be done instead.</summary>
    public static string Next(PostmortemState state) =>
        state switch
        {
            PostmortemState.Draft => "Submit it for review first.",
            PostmortemState.InReview => "It needs an approval next.",
            PostmortemState.Approved => "It can be published.",
            PostmortemState.Published => "Only its action items can change now.",
        };

    /// <summary>Why its text cannot be changed.</summary>
    public static string Final(PostmortemState state) =>
        state is PostmortemState.Published
            ? Next(state)
            : "Its text stays as it was read: return it to its writers to change it.";

    public static string Utc(Instant? at) => at is { } known ? InstantPattern.General.Format(known) : "";
}
