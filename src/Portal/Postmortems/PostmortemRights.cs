using Portal.Access;
using Portal.Domain.Postmortems;
using Portal.Domain.Teams;

namespace Portal.Postmortems;

/// <summary>What the person before a page may do with a postmortem: the page only hides, the commands decide.</summary>
internal sealed record PostmortemRights(bool Write, bool Submit, bool Approve, bool Publish, bool Return)
{
    public static PostmortemRights Of(
        Postmortem postmortem,
        Actor actor,
        Authoriser authoriser,
        PostmortemApproval approval
    )
    {
        bool May(Role role) => authoriser.May(actor, role, postmortem.Team);
        var isAuthor = actor.Name == postmortem.Author;
        var leads = isAuthor || May(Role.Lead);
        var mayApprove = approval.May(actor, postmortem);
        var open = postmortem.State is PostmortemState.Draft or PostmortemState.InReview;
        return new(
            Write: open && May(Role.Responder),
            Submit: postmortem.State is PostmortemState.Draft && leads,
            Approve: postmortem.State is PostmortemState.InReview
                && mayApprove
                && (!isAuthor || approval.IsAlone(actor, postmortem)),
            Publish: postmortem.State is PostmortemState.Approved && leads,
            Return: postmortem.State is PostmortemState.InReview or PostmortemState.Approved && (isAuthor || mayApprove)
        );
    }
}
