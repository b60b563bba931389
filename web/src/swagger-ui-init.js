// Starts Swagger UI, which its bundle has put on `window`, with the document that the page names.
const place = document.getElementById("swagger-ui");

if (place && window.SwaggerUIBundle) {
  window.SwaggerUIBundle({
    url: place.dataset.url,
    domNode: place,
    deepLinking: true,
    validatorUrl: null,
  });
}
