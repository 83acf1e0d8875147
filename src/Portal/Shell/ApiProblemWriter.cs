using Microsoft.AspNetCore.WebUtilities;

namespace Portal.Shell;

/// <summary>Writes problem details under <c>/api</c> whatever the caller accepts: answers there are for programs.</summary>
internal sealed class ApiProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => ApiGuard.IsApi(context.HttpContext.Request);

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        var status = problem.Status ?? http.Response.StatusCode;
        problem.Status = status;
        problem.Type ??= "about:blank";
        problem.Title ??= ReasonPhrases.GetReasonPhrase(status);
        problem.Detail ??= Detail(http, status);
        problem.Extensions["traceId"] = Problems.TraceId(http);
        await http.Response.WriteAsJsonAsync(
            problem,
            options: null,
            contentType: "application/problem+json",
            http.RequestAborted
        );
    }

    private static string Detail(HttpContext http, int status) =>
        status switch
        {
            StatusCodes.Status401Unauthorized =>
                "Send a token as \"Authorization: Bearer ptl_…\", or sign in. A token that is unknown, expired or revoked is refused.",
            StatusCodes.Status404NotFound => $"There is nothing at {http.Request.Path}.",
            StatusCodes.Status405MethodNotAllowed =>
                $"{http.Request.Path} does not take {http.Request.Method}, but {http.Response.Headers.Allow}.",
            StatusCodes.Status415UnsupportedMediaType =>
                "Send the body as \"Content-Type: application/json\"; manifests may also be application/yaml.",
            _ => $"{http.Request.Method} {http.Request.Path} was refused.",
        };
}
