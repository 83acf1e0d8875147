using Portal.Domain.Postmortems;

namespace Portal.Postmortems;

/// <summary>One section on somebody's screen: what they write, and what it was when they began.</summary>
public sealed class SectionDraft(PostmortemSection saved)
{
    private string? sent;

    public string Title => Saved.Title;

    /// <summary>As the portal has it, as far as this screen knows.</summary>
    public PostmortemSection Saved { get; private set; } = saved;

    public string Text { get; set; } = saved.Text;

    /// <summary>What this person wrote while somebody else saved the same section; null when nothing collided.</summary>
    public string? Mine { get; private set; }

    public bool IsDirty => Text.TrimEnd() != Saved.Text;

    /// <summary>What goes to be saved now; what is written meanwhile waits for the next time.</summary>
    public SectionText Send()
    {
        sent = Text.TrimEnd();
        return new(Title, Text);
    }

    /// <summary>Takes what is saved now. Where both wrote, theirs is shown and this person's text is kept beside it.</summary>
    public void Take(PostmortemSection theirs)
    {
        if (theirs.Text == sent)
        {
            (Saved, sent) = (theirs, null);
            return;
        }

        var changed = theirs.Text != Saved.Text;
        if (changed && IsDirty && Text.TrimEnd() != theirs.Text)
        {
            Mine = Text;
        }

        if (changed || !IsDirty)
        {
            Text = theirs.Text;
        }

        Saved = theirs;
    }

    public void UseMine()
    {
        Text = Mine ?? Text;
        Mine = null;
    }

    public void DropMine() => Mine = null;
}
