using System.ComponentModel;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace MDReader.Server.Platform;

/// <summary>Turns what was thrown, or left without a body, into a problem.</summary>
static partial class Failures
{
    public static void UseProblems(this IApplicationBuilder app, Database database, ILogger<Problem> log)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context =>
            {
                var failure = context.Features.Get<IExceptionHandlerFeature>()!.Error;
                var isAway = database.IsAway(failure);
                var refusal = isAway
                    ? Problems.Unavailable.Because("The database doesn't answer, or can't write; try again in a while.")
                    : Explain(failure);
                // ASP.NET Core logs the failure, without what its sender will name it by.
                if (isAway || refusal.Type == Problems.Failed)
                {
                    Answered(log, failure.GetType(), Refusal.TraceIdOf(context));
                }

                SecurityHeaders.Put(context);
                return refusal.ExecuteAsync(context);
            },
            // A request that can't be read, or was given up, is its sender's affair, and a service that has too much to do
            // says so at its own place: nothing for the error log.
            SuppressDiagnosticsCallback = failure =>
                failure.Exception is BadHttpRequestException or OperationCanceledException or OverloadedException,
        });
        app.Use(async (context, next) =>
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            {
                await FillIn(context);
            }
        });
    }

    // Statuses that ASP.NET Core sets without a body: no route, wrong method, wrong media type.
    static Task FillIn(HttpContext context)
    {
        var status = context.Response.StatusCode;
        return Problems.OfStatus(status).Because(status switch
        {
            400 when UnreadableInAddress(context) is { } value => Unreadable(value.Name, value.Said),
            401 => "Send Authorization: Bearer with an access token or a personal access token.",
            404 => $"No route matches {context.Request.Path}.",
            405 => $"{context.Request.Method} is not offered here; see the Allow header.",
            413 => context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } most
                ? $"Send a body of at most {most} bytes."
                : "Send a shorter body.",
            415 => "Send Content-Type: application/json, or what the documentation of this route names.",
            _ => $"The request was answered with status {status}.",
        }).ExecuteAsync(context);
    }

    // Nothing is thrown for a parameter that may be left out.
    static (string Name, string Said)? UnreadableInAddress(HttpContext context)
    {
        foreach (var parameter in context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            var type = parameter.ParameterInfo.ParameterType;
            var said = context.Request.Query[parameter.Name].ToString();
            if (parameter.HasTryParse && said.Length > 0
                && !TypeDescriptor.GetConverter(Nullable.GetUnderlyingType(type) ?? type).IsValid(said))
            {
                return (parameter.Name, said);
            }
        }

        return null;
    }

    static string Unreadable(string name, string said) =>
        $"Correct {JsonNamingPolicy.CamelCase.ConvertName(name)}: \"{said}\" can't be read as what it has to be.";

    // Kestrel and the JSON binding both throw BadHttpRequestException, which would otherwise be answered 500.
    static Refusal Explain(Exception exception) => exception switch
    {
        BadHttpRequestException { InnerException: JsonException json } => JsonFlaws.Explain(json),
        BadHttpRequestException bad => Problems.OfStatus(bad.StatusCode).Because(InPlainWords(bad.Message)),
        OverloadedException overloaded => overloaded.Refusal,
        OperationCanceledException => Problems.BadRequest.Because("The request was given up by its sender."),
        _ => Problems.Failed.Because("Try again; if it happens again, give the traceId to whoever runs this server."),
    };

    // ASP.NET Core speaks to whoever wrote the route.
    static string InPlainWords(string message) =>
        UnreadableParameter().Match(message) is { Success: true } unreadable
            ? Unreadable(unreadable.Groups["name"].Value, unreadable.Groups["value"].Value)
        : Missing().Match(message) is { Success: true } missing
            ? missing.Groups["place"].Value.Contains("body", StringComparison.Ordinal)
                ? "Send a JSON body."
                : $"Send {JsonNamingPolicy.CamelCase.ConvertName(missing.Groups["name"].Value)}."
        : message.StartsWith("Implicit body", StringComparison.Ordinal) ? "Send a JSON body."
        : TooLong().Match(message) is { Success: true } tooLong ? $"Send a body of at most {tooLong.Groups["bytes"].Value} bytes."
        : message;

    [LoggerMessage(Level = LogLevel.Error, Message = "{Failure} was answered with the traceId {TraceId}.")]
    private static partial void Answered(ILogger log, Type failure, string traceId);

    [GeneratedRegex("^Failed to bind parameter \"\\S+ (?<name>[^\"]+)\" from \"(?<value>.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex UnreadableParameter();

    [GeneratedRegex(@"max request body size is (?<bytes>\d+) bytes")]
    private static partial Regex TooLong();

    [GeneratedRegex("^Required parameter \"\\S+ (?<name>[^\"]+)\" was not provided from (?<place>.+)\\.$")]
    private static partial Regex Missing();
}
