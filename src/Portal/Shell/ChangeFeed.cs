using Portal.Data;
using Portal.Ui;

namespace Portal.Shell;

/// <summary>Lets open pages hear what the database announces.</summary>
internal sealed class ChangeFeed(Changes changes) : IChangeFeed
{
    public IDisposable Subscribe(string topic, Action changed) => changes.Subscribe(topic, _ => changed());
}
