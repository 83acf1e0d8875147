using System.Buffers;

namespace Portal.Telemetry.Prometheus;

/// <summary>The body of an answer, read up to a limit into a pooled buffer. Counted unpacked, so a small bomb does not pass.</summary>
internal sealed class BoundedBody : IDisposable
{
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int length;

    private BoundedBody() { }

    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    /// <summary>The whole body; null when it is longer than the limit.</summary>
    public static async Task<BoundedBody?> ReadAsync(HttpContent content, int limit, CancellationToken token)
    {
        var body = new BoundedBody();
        try
        {
            if (!(content.Headers.ContentLength > limit) && await body.FillAsync(content, limit, token))
            {
                return body;
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }

        body.Dispose();
        return null;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        length = 0;
    }

    private async Task<bool> FillAsync(HttpContent content, int limit, CancellationToken token)
    {
        await using var stream = await content.ReadAsStreamAsync(token);
        while (length <= limit)
        {
            if (length == buffer.Length)
            {
                Grow();
            }

            var read = await stream.ReadAsync(buffer.AsMemory(length), token);
            if (read == 0)
            {
                return true;
            }

            length += read;
        }

        return false;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
