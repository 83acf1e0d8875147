using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;

namespace Portal.Shell;

/// <summary>What the OpenAPI document says beside what the endpoints say of themselves.</summary>
internal static class ApiDocument
{
    private const string Token = "token";

    private static readonly (string Status, string Says)[] Refusals =
    [
        ("400", "The input is not valid: errors say which field, and what to write there."),
        ("401", "Not signed in."),
        ("403", "Not allowed: detail says who may."),
        ("404", "Not there, or not for the caller to see."),
        ("409", "Refused as things stand: detail says who was first, and when."),
    ];

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer(Describe);
        options.AddOperationTransformer(DescribeOperation);
        options.AddSchemaTransformer(DescribeSchema);
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext _, CancellationToken token)
    {
        document.Info.Title = "Portal";
        document.Info.Version = "1";
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Token] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "ptl_…",
                Description = "Made in the portal, or by portal token create.",
            },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Token, document)] = [] }];
        return Task.CompletedTask;
    }

    private static async Task DescribeOperation(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name ?? "");
        }

        var problem = await context.GetOrCreateSchemaAsync(
            typeof(HttpValidationProblemDetails),
            null,
            cancellationToken
        );
        operation.Responses ??= [];
        foreach (var (status, says) in Refusals)
        {
            operation.Responses[status] = new OpenApiResponse
            {
                Description = says,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/problem+json"] = new() { Schema = problem },
                },
            };
        }
    }

    /// <summary>Types with a converter of their own say nothing of themselves.</summary>
    private static Task DescribeSchema(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        var isOptional = type != context.JsonTypeInfo.Type || context.JsonPropertyInfo is { IsGetNullable: true };
        JsonSchemaType? said =
            type == typeof(string) || type == typeof(Instant) ? JsonSchemaType.String
            : type == typeof(Duration) ? JsonSchemaType.Number
            : null;
        if (said is { } known)
        {
            schema.Type = isOptional ? known | JsonSchemaType.Null : known;
            schema.Format = type == typeof(Instant) ? "date-time" : schema.Format;
        }

        return Task.CompletedTask;
    }
}
