using Microsoft.OpenApi;

namespace MDReader.Server.Platform;

/// <summary>On a route that takes a text as it is, and not JSON.</summary>
sealed record TakesText(params string[] MediaTypes);

/// <summary>On a route whose answer carries an ETag though it asks for none.</summary>
sealed record GivesETag;

/// <summary>What the API description says of headers and of bodies that are not JSON. A route that can answer 304 reads
/// <c>If-None-Match</c>, one that can answer 412 reads <c>If-Match</c>: neither has to say so twice.</summary>
static class DescribedHeaders
{
    public static void Describe(OpenApiOperation operation, IList<object> metadata)
    {
        var refusals = metadata.OfType<Refusals>().SelectMany(refusals => refusals.Types).ToList();
        var isRead = operation.Responses!.ContainsKey("304");
        var isGuarded = refusals.Contains(Problems.PreconditionFailed);
        if (isRead)
        {
            Add(operation, "If-None-Match", "The ETag of what you hold: 304 while that is still so.");
        }

        if (isGuarded)
        {
            Add(operation, "If-Match", "The ETag that you read: 412, and nothing changes, when it is no longer the current one.");
        }

        if (isRead || isGuarded || metadata.OfType<GivesETag>().Any())
        {
            Give(operation, ["200", "201", "304"], "ETag", "Of what is there now.");
        }

        Give(operation, ["201"], "Location", "Of what was made, where it has an address.");
        Give(operation, ["202"], "Location", "Of what was begun.");
        Give(operation, ["429"], "Retry-After", "Seconds to wait.");
        Give(operation, ["default"], "Retry-After", "Seconds to wait, with 429 and 503.");
        Give(operation, ["default"], "RateLimit", "What is left of the limit that RateLimit-Policy names; on every answer.");
        if (metadata.OfType<TakesText>().SingleOrDefault() is { } text)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Description = "The whole text, UTF-8.",
                Required = true,
                Content = text.MediaTypes.ToDictionary(
                    type => type, _ => new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } }),
            };
        }
    }

    static void Add(OpenApiOperation operation, string name, string description) =>
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });

    static void Give(OpenApiOperation operation, string[] statuses, string name, string description)
    {
        foreach (var response in operation.Responses!.Where(known => statuses.Contains(known.Key)).Select(known => known.Value)
            .OfType<OpenApiResponse>())
        {
            (response.Headers ??= new Dictionary<string, IOpenApiHeader>())[name] = new OpenApiHeader
            {
                Description = description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            };
        }
    }
}
