namespace Portal.Ui;

/// <summary>Short words about what was just done, with a way back. One for a person's circuit, shown by <c>ToastOutlet</c>.</summary>
internal sealed class Toasts(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(10);

    private readonly List<Toast> shown = [];
    private int lastId;

    public event EventHandler? Changed;

    public IReadOnlyList<Toast> Shown
    {
        get
        {
            lock (shown)
            {
                return [.. shown];
            }
        }
    }

    /// <summary>Says what happened: "Override added".</summary>
    public void Say(string text) => Add(text, Tone.Ok, null);

    /// <summary>Says what did not happen, and stays until dismissed.</summary>
    public void Refuse(string text) => Add(text, Tone.High, null);

    /// <summary>Says what was done at once and can be taken back for 10 s: "checkout-latency deleted".</summary>
    public void OfferUndo(string text, Func<Task> undo) => Add(text, Tone.Ok, undo);

    public async Task UndoAsync(Toast toast)
    {
        if (Shown.Contains(toast))
        {
            Dismiss(toast);
            await (toast.Undo?.Invoke() ?? Task.CompletedTask);
        }
    }

    public void Dismiss(Toast toast)
    {
        lock (shown)
        {
            toast.Timer?.Dispose();
            shown.Remove(toast);
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    public void Dispose()
    {
        lock (shown)
        {
            shown.ForEach(toast => toast.Timer?.Dispose());
            shown.Clear();
        }
    }

    private void Add(string text, Tone tone, Func<Task>? undo)
    {
        lock (shown)
        {
            var toast = new Toast(++lastId, text, tone, Lasts, undo);
            shown.Add(toast);
            toast.Timer =
                tone is Tone.High ? null : time.CreateTimer(_ => Dismiss(toast), null, Lasts, Timeout.InfiniteTimeSpan);
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }
}

internal sealed record Toast(int Id, string Text, Tone Tone, TimeSpan Lasts, Func<Task>? Undo)
{
    public ITimer? Timer { get; set; }
}
