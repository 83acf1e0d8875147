using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;
using Portal.Access;
using Portal.Data;
using Portal.Domain;

namespace Portal.Shell;

/// <summary>Every refusal as RFC 9457 problem details, by what kind of refusal it is; no stack trace ever leaves.</summary>
internal sealed class Problems(IProblemDetailsService problems, ILogger<Problems> logger) : IExceptionHandler
{
    private const string Away = "The database is not reachable";

    public async ValueTask<bool> TryHandleAsync(
        HttpContext context,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        var (status, title) = Judge(exception);
        var invalid =
            exception as InvalidInputException
            ?? (exception is BadHttpRequestException bad ? BadRequests.Explain(bad) : null);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            logger.LogError(exception, "{Method} {Path} failed", context.Request.Method, context.Request.Path.Value);
        }

        context.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "5";
        }

        var details = new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails =
            {
                Status = status,
                Title = title,
                Detail =
                    status == StatusCodes.Status500InternalServerError
                        ? "Something broke inside the portal. The trace id finds it in the log."
                    : status == StatusCodes.Status503ServiceUnavailable
                        ? "The database does not answer. Nothing was lost; try again in a few seconds."
                    : (invalid ?? exception).Message,
            },
        };
        if (invalid is not null)
        {
            details.ProblemDetails.Extensions["errors"] = invalid.Errors;
        }

        return await problems.TryWriteAsync(details);
    }

    /// <summary>The same id in the problem, the header and the logs.</summary>
    public static string TraceId(HttpContext context) =>
        Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    /// <summary>It cannot be reached, is starting, stopping or full, or asks to try again; anything else it says is a fault of ours.</summary>
    private static bool IsAway(NpgsqlException exception) =>
        exception is not PostgresException { SqlState: var state }
        || exception.IsTransient
        || state.StartsWith("57P", StringComparison.Ordinal);

    private static (int Status, string Title) Judge(Exception exception) =>
        exception switch
        {
            InvalidInputException => (StatusCodes.Status400BadRequest, "The input is not valid"),
            BadHttpRequestException bad => (bad.StatusCode, "The request is not valid"),
            ForbiddenException => (StatusCodes.Status403Forbidden, "Not allowed"),
            NotFoundException => (StatusCodes.Status404NotFound, "Not found"),
            ConflictException or DomainException => (StatusCodes.Status409Conflict, "Refused"),
            TimeoutException => (StatusCodes.Status503ServiceUnavailable, Away),
            _ when exception.GetBaseException() is NpgsqlException database && IsAway(database) => (
                StatusCodes.Status503ServiceUnavailable,
                Away
            ),
            _ => (StatusCodes.Status500InternalServerError, "The portal failed"),
        };
}
