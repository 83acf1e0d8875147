using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Portal.Data;

namespace Portal.Shell;

/// <summary>What holds for every address under <c>/api</c>, before an endpoint is asked.</summary>
internal static class ApiGuard
{
    /// <summary>Of bodies whose endpoint says nothing else: room for a long postmortem.</summary>
    private const int LargestBody = 1_536 * 1024;

    public static bool IsApi(HttpRequest request) =>
        request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whatever could neither be looked up nor kept is refused at the door, by its name.</summary>
    public static Task RefuseUnreadable(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (PlainText.Refusal(request.Path.Value ?? "") is { } path)
        {
            throw new InvalidInputException("path", path);
        }

        foreach (var (name, values) in request.Query)
        {
            if (PlainText.Refusal(name) is not null)
            {
                throw new InvalidInputException(
                    "query",
                    "The name of a parameter holds a NUL character: leave it out."
                );
            }

            foreach (var refusal in values.Select(value => PlainText.Refusal(value ?? "")).OfType<string>())
            {
                throw new InvalidInputException(name, refusal);
            }
        }

        if (request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding and not "identity")
        {
            throw new BadHttpRequestException(
                $"Content-Encoding {Shown.Short(encoding)} is not taken: send the body as it is.",
                StatusCodes.Status415UnsupportedMediaType
            );
        }

        if (
            context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is null
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size
        )
        {
            size.MaxRequestBodySize = LargestBody;
        }

        return next(context);
    }

    /// <summary>
    /// An address that nothing answers. This is no endpoint: one that takes every address and every method would hide that
    /// an address is right and only the method or the content type is not.
    /// </summary>
    public static Task RefuseUnknown(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not null)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
