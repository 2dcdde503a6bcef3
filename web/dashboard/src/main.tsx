import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queries } from '@/api/queries';
import { hearTabs } from '@/api/tabs';
import { router } from '@/router';
import { applyTheme } from '@/shell/theme';
import '@/styles/base.css';

applyTheme();
hearTabs();
const page = document.getElementById('page');
if (page)
  createRoot(page).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
