using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MDReader.Server.Platform;

/// <summary>The OpenAPI document, made from the routes themselves, and a page to read it on.</summary>
static class ApiDescription
{
    const string Scheme = "bearer";
    const string Page = "/docs";

    // Everything comes from this server; the page of the tool styles itself inline.
    const string PagePolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public static void AddApiDescription(this IServiceCollection services) => services.AddOutputCache().AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "MDReader",
                Version = "v1",
                Description = $"Errors are RFC 9457 problems; switch on their type, which begins with {Problems.Base}.",
            };
            // The server's own address differs with every installation.
            document.Servers = [];
            (document.Components ??= new OpenApiComponents()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Scheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = Scheme,
                    Description = "A session's access token, or a personal access token.",
                },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(Complete);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            // Some types of problem have members of their own.
            if (context.JsonTypeInfo.Type == typeof(Problem))
            {
                schema.AdditionalProperties = new OpenApiSchema();
            }
            // Written by a converter of our own (UtcTime), whose form can't be seen from outside.
            else if (context.JsonTypeInfo.Type == typeof(DateTimeOffset) || context.JsonTypeInfo.Type == typeof(DateTimeOffset?))
            {
                schema.Type = JsonSchemaType.String
                    | (context.JsonTypeInfo.Type == typeof(DateTimeOffset) ? 0 : JsonSchemaType.Null);
                schema.Format = "date-time";
            }

            return Task.CompletedTask;
        });
    });

    public static void MapApiDescription(this WebApplication app)
    {
        // Describing all routes takes a processor for a while, and anybody may ask.
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/openapi", StringComparison.Ordinal), openApi => openApi.UseOutputCache());
        app.MapOpenApi().AllowAnonymous().CacheOutput(cache => cache.Expire(Kept).SetVaryByHost(false).SetVaryByQuery([]));
        app.UseWhen(
            context => context.GetEndpoint() is null && context.Request.Path.StartsWithSegments(Page, StringComparison.OrdinalIgnoreCase),
            docs =>
            {
                docs.Use((context, next) =>
                {
                    context.Response.Headers.ContentSecurityPolicy = PagePolicy;
                    return next(context);
                });
                docs.UseSwaggerUI(page =>
                {
                    page.RoutePrefix = Page.TrimStart('/');
                    page.SwaggerEndpoint("/openapi/v1.json", "v1");
                    page.DocumentTitle = "MDReader API";
                });
            });
    }

    // What the platform adds to every route, a route itself needn't say.
    static async Task Complete(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), parameterDescription: null, cancellationToken);
        context.Document!.AddComponent(nameof(Problem), problem);
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "Any other problem.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference(nameof(Problem), context.Document),
                },
            },
        };

        foreach (var type in metadata.OfType<Refusals>().SelectMany(refusals => refusals.Types))
        {
            if (operation.Responses.TryGetValue($"{type.Status}", out var response))
            {
                var others = response.Description is { Length: > 0 } said && said.StartsWith('`') ? said + ", " : "";
                response.Description = $"{others}`{type.Name}`";
            }
        }

        // One handler serves both, but each operation needs an id of its own.
        if (context.Description.HttpMethod == HttpMethods.Head)
        {
            operation.OperationId += "Head";
        }

        if (!metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security =
                [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        }

        DescribedHeaders.Describe(operation, metadata);
        if (TakesKey(context.Description.HttpMethod, metadata))
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = Idempotency.Header,
                In = ParameterLocation.Header,
                Description = "The same key within 24 hours takes effect once and is answered the same.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = Idempotency.LongestKey },
            });
        }
    }

    static bool TakesKey(string? method, IList<object> metadata) =>
        metadata.OfType<TakesIdempotencyKey>().Any()
        || (method == HttpMethods.Post
            && !metadata.OfType<NotIdempotent>().Any()
            && !metadata.OfType<IAllowAnonymous>().Any());
}
