using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Platform;

/// <summary>200, and this.</summary>
public sealed class Answer<T>(T value) : IResult, IEndpointMetadataProvider
{
    public T Value => value;

    public Task ExecuteAsync(HttpContext httpContext) => Answers.Send(httpContext, StatusCodes.Status200OK, value);

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        Answers.Describe<T>(builder, StatusCodes.Status200OK);
}

/// <summary>201, and what was made.</summary>
/// <param name="href">Where it is; null where it has no address.</param>
/// <param name="value">As a read would show it.</param>
public sealed class Made<T>(string? href, T value) : IResult, IEndpointMetadataProvider
{
    public T Value => value;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Location = href;
        return Answers.Send(httpContext, StatusCodes.Status201Created, value);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        Answers.Describe<T>(builder, StatusCodes.Status201Created);
}

/// <summary>202, and what was begun.</summary>
/// <param name="href">Where it can be followed.</param>
/// <param name="value">As it stands.</param>
public sealed class Begun<T>(string href, T value) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Location = href;
        return Answers.Send(httpContext, StatusCodes.Status202Accepted, value);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        Answers.Describe<T>(builder, StatusCodes.Status202Accepted);
}

/// <summary>Answers in JSON. Each says its length and so is sent in one piece; ASP.NET Core's own results send what they have
/// as a chunk, and the end of the chunks by itself.</summary>
public static class Answers
{
    const string MediaType = "application/json";

    public static Answer<T> With<T>(T value) => new(value);

    public static Made<T> Made<T>(string? href, T value) => new(href, value);

    public static Begun<T> Begun<T>(string href, T value) => new(href, value);

    internal static Task Send<T>(HttpContext context, int status, T value)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return Send(context, status, value, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)), MediaType + "; charset=utf-8");
    }

    internal static async Task Send<T>(HttpContext context, int status, T value, JsonTypeInfo<T> serializer, string mediaType)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, serializer);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = mediaType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    internal static void Describe<T>(EndpointBuilder route, int status) =>
        route.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(T), [MediaType]));
}
